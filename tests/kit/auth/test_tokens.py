"""Which tokens count, and which never do."""

import asyncio
import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from uuid import uuid4

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from fastapi import FastAPI, Response

from plano_kit.auth.claims import LEEWAY
from plano_kit.auth.issuer import OwnTokens, SigningKey, SigningKeys
from plano_kit.auth.jwks import RemoteKeys
from plano_kit.auth.principal import (
    ANONYMOUS,
    OWNER,
    PUBLIC,
    SERVICE,
    USER,
    Access,
    Grant,
    Identity,
    Principal,
    judge,
    role,
)
from plano_kit.auth.tokens import TokenVerifier
from plano_kit.problems import Forbidden, Unauthorized, Unavailable
from tests.kit.auth.harbour import NAME, Harbour, new_key, served

ADA = Principal.user(uuid4(), frozenset({"support"}))
KEY = new_key()
KEYS = SigningKeys([KEY])


def claims(**changed: object) -> dict[str, object]:
    now = int(time.time())
    good: dict[str, object] = {
        "iss": NAME,
        "aud": NAME,
        "sub": str(ADA.id),
        "kind": "user",
        "roles": ["support"],
        "jti": str(uuid4()),
        "iat": now,
        "exp": now + 60,
    }
    return {name: value for name, value in (good | changed).items() if value is not None}


def signed(payload: Mapping[str, object], key: SigningKey = KEY, **headers: str) -> str:
    return jwt.encode(dict(payload), key.private, algorithm="ES256", headers={"kid": key.jwk.kid, **headers})


def part(value: object) -> str:
    written = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(written).rstrip(b"=").decode()


def without_signature() -> str:
    return f"{part({'alg': 'none', 'typ': 'JWT', 'kid': KEY.jwk.kid})}.{part(claims())}."


def with_the_public_key_as_a_secret() -> str:
    public = KEY.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    said = f"{part({'alg': 'HS256', 'typ': 'JWT', 'kid': KEY.jwk.kid})}.{part(claims())}"
    return f"{said}.{part(hmac.new(public, said.encode(), hashlib.sha256).digest())}"


def with_other_claims_under_a_good_signature() -> str:
    header, _, signature = signed(claims()).split(".")
    return f"{header}.{part(claims(roles=['admin']))}.{signature}"


async def test_a_token_of_the_issuer_says_who_somebody_is() -> None:
    verifier = TokenVerifier(NAME, KEYS)
    for _ in range(2):
        assert await verifier.verify(KEYS.sign(ADA, NAME, 60)) == ADA
    orders = Principal.service("orders")
    assert await verifier.verify(KEYS.sign(orders, NAME, 60)) == orders
    assert Principal.service("orders").id == orders.id != Principal.service("payments").id


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(without_signature(), id="alg none"),
        pytest.param(with_the_public_key_as_a_secret(), id="HS256 with the public key"),
        pytest.param(with_other_claims_under_a_good_signature(), id="changed after it was signed"),
        pytest.param(signed(claims(), key=SigningKey(new_key().private, KEY.jwk)), id="another key under this id"),
        pytest.param(signed(claims(), key=new_key()), id="unknown key"),
        pytest.param(signed(claims(exp=int(time.time()) - int(LEEWAY) - 1)), id="expired"),
        pytest.param(signed(claims(iat=int(time.time()) + 3600)), id="from the future"),
        pytest.param(signed(claims(iss="harbour-production")), id="another environment's issuer"),
        pytest.param(signed(claims(aud="harbour-production")), id="another environment's audience"),
        pytest.param(signed(claims(iss="harbour-production", aud="harbour-production")), id="another environment's"),
        pytest.param(signed(claims(aud=[NAME, "everybody"])), id="several audiences"),
        pytest.param(signed(claims(kind="admin")), id="unknown kind"),
        pytest.param(signed(claims(sub="ada")), id="a person without an id"),
        pytest.param(signed(claims(roles="admin")), id="roles that are no list"),
        *(pytest.param(signed(claims(**{name: None})), id=f"no {name}") for name in claims()),
        pytest.param("", id="empty"),
        pytest.param("a.b.c", id="nonsense"),
        pytest.param(signed(claims(padding="x" * 9000)), id="too long"),
    ],
)
async def test_any_other_token_is_refused(token: str) -> None:
    with pytest.raises(Unauthorized):
        await TokenVerifier(NAME, KEYS).verify(token)


async def test_a_remembered_token_expires_all_the_same() -> None:
    verifier = TokenVerifier(NAME, KEYS)
    token = signed(claims(exp=int(time.time()) + 1 - int(LEEWAY)))
    await verifier.verify(token)
    await asyncio.sleep(1.1)
    with pytest.raises(Unauthorized):
        await verifier.verify(token)


async def test_headers_say_who_calls_and_for_whom() -> None:
    verifier = TokenVerifier(NAME, KEYS)
    person, service = KEYS.sign(ADA, NAME, 60), KEYS.sign(Principal.service("orders"), NAME, 60)

    async def identify(**headers: str) -> Identity:
        return await verifier.identify(httpx.Headers({name.replace("_", "-"): text for name, text in headers.items()}))

    orders = Principal.service("orders")
    assert await identify() == ANONYMOUS
    assert await identify(authorization=f"Bearer {person}") == Identity(person=ADA, token=person)
    assert await identify(authorization=f"bearer {service}") == Identity(service=orders)
    both = await identify(authorization=f"Bearer {service}", plano_on_behalf_of=person)
    assert both == Identity(service=orders, person=ADA, token=person)
    for refused in (
        {"plano_on_behalf_of": person},
        {"authorization": f"Bearer {person}", "plano_on_behalf_of": person},
        {"authorization": f"Bearer {service}", "plano_on_behalf_of": service},
        {"authorization": f"Basic {person}"},
    ):
        with pytest.raises(Unauthorized):
            await identify(**refused)


ORDERS, EVE = Principal.service("orders"), Principal.user(uuid4())


@pytest.mark.parametrize(
    ("identity", "access", "answer"),
    [
        (ANONYMOUS, (PUBLIC,), Grant(None, owned=False)),
        (ANONYMOUS, (USER, OWNER, SERVICE), Unauthorized),
        (Identity(person=ADA), (PUBLIC,), Grant(ADA, owned=False)),
        (Identity(person=ADA), (USER,), Grant(ADA, owned=False)),
        (Identity(person=ADA), (OWNER,), Grant(ADA, owned=True)),
        (Identity(person=ADA), (role("support"),), Grant(ADA, owned=False)),
        (Identity(person=ADA), (role("admin"),), Forbidden),
        (Identity(person=ADA), (SERVICE,), Forbidden),
        (Identity(person=ADA), (OWNER, role("support")), Grant(ADA, owned=False)),
        (Identity(person=EVE), (OWNER, role("support"), SERVICE), Grant(EVE, owned=True)),
        (Identity(service=ORDERS), (SERVICE,), Grant(ORDERS, owned=False)),
        (Identity(service=Principal.service("web")), (SERVICE,), Forbidden),
        (Identity(service=ORDERS), (USER, OWNER, role("support")), Forbidden),
        (Identity(service=ORDERS, person=ADA), (OWNER,), Grant(ADA, owned=True)),
        (Identity(service=ORDERS, person=ADA), (OWNER, SERVICE), Grant(ADA, owned=False)),
        (Identity(service=ORDERS, person=ADA), (SERVICE,), Grant(ORDERS, owned=False)),
        (Identity(service=ORDERS, person=EVE), (role("support"),), Forbidden),
    ],
)
def test_access_is_judged(identity: Identity, access: tuple[Access, ...], answer: Grant | type[Exception]) -> None:
    if isinstance(answer, Grant):
        assert judge(identity, access, frozenset({"orders"})) == answer
    else:
        with pytest.raises(answer):
            judge(identity, access, frozenset({"orders"}))


class Published:
    """A JWKS whose keys change and whose server can be away, counting how often it was asked."""

    def __init__(self, keys: SigningKeys) -> None:
        self.keys = keys
        self.away = False
        self.asked = 0
        self.app = FastAPI()

        @self.app.get("/auth/jwks.json")
        async def jwks() -> Response:
            self.asked += 1
            if self.away:
                return Response(status_code=503)
            return Response(self.keys.published().model_dump_json(), media_type="application/json")


async def test_the_verifier_follows_a_rotation_and_bears_an_absent_issuer() -> None:
    old, new = new_key(), new_key()
    published = Published(SigningKeys([old]))
    async with served(published.app) as url, httpx.AsyncClient() as http:
        keys = RemoteKeys(http, f"{url}/auth/jwks.json", pause=0.05)
        verifier = TokenVerifier(NAME, keys)
        first = SigningKeys([old]).sign(ADA, NAME, 60)
        assert await verifier.verify(first) == ADA
        published.keys = SigningKeys([new, old])
        await asyncio.sleep(0.06)
        assert await verifier.verify(published.keys.sign(ADA, NAME, 60)) == ADA
        published.away = True
        assert await verifier.verify(first) == ADA
        assert await verifier.verify(signed(claims(), key=old)) == ADA
        await keys.close()


async def test_a_withdrawn_key_stops_counting() -> None:
    old, new = new_key(), new_key()
    published = Published(SigningKeys([new, old]))
    async with served(published.app) as url, httpx.AsyncClient() as http:
        keys = RemoteKeys(http, f"{url}/auth/jwks.json", fresh=0.0, pause=0.0)
        verifier = TokenVerifier(NAME, keys)
        token = signed(claims(), key=old)
        assert await verifier.verify(token) == ADA
        published.keys = SigningKeys([new])
        await verifier.verify(signed(claims(), key=new))
        await keys.settled()
        with pytest.raises(Unauthorized):
            await verifier.verify(token)
        await keys.close()


async def test_invented_key_ids_do_not_flood_the_issuer() -> None:
    published = Published(KEYS)
    async with served(published.app) as url, httpx.AsyncClient() as http:
        keys = RemoteKeys(http, f"{url}/auth/jwks.json")
        verifier = TokenVerifier(NAME, keys)
        for _ in range(20):
            with pytest.raises(Unauthorized):
                await verifier.verify(signed(claims(), key=new_key()))
        assert published.asked == 1
        await keys.close()


async def test_without_any_keys_nothing_is_decided() -> None:
    published = Published(KEYS)
    published.away = True
    async with served(published.app) as url, httpx.AsyncClient() as http:
        keys = RemoteKeys(http, f"{url}/auth/jwks.json", pause=0.0)
        verifier = TokenVerifier(NAME, keys)
        with pytest.raises(Unavailable):
            await verifier.verify(signed(claims()))
        published.away = False
        assert await verifier.verify(signed(claims())) == ADA
        await keys.close()


def test_signing_keys_are_read_from_concatenated_pems() -> None:
    pems = [
        new_key().private.private_bytes(Encoding.PEM, shape, NoEncryption()).decode()
        for shape in (PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL)
    ]
    keys = SigningKeys.parse("\n".join(pems))
    shown = keys.published().model_dump()["keys"]
    assert len({key["kid"] for key in shown}) == 2
    assert all("d" not in key for key in shown)
    assert jwt.get_unverified_header(keys.sign(ADA, NAME, 60))["kid"] == shown[0]["kid"]


@pytest.mark.parametrize(
    ("pem", "told"),
    [
        ("", "no private key"),
        ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "key 1 cannot be read"),
        (
            rsa.generate_private_key(65537, 2048)
            .private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            .decode(),
            "key 1 is not an EC key on P-256",
        ),
        (
            ec.generate_private_key(ec.SECP384R1())
            .private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            .decode(),
            "key 1 is not an EC key on P-256",
        ),
    ],
)
def test_signing_keys_that_will_not_do_are_told_without_showing_them(pem: str, told: str) -> None:
    with pytest.raises(ValueError, match=told) as raised:
        SigningKeys.parse(pem)
    assert not pem or pem.splitlines()[1] not in str(raised.value)


async def test_a_service_gets_its_token_by_basic_or_in_the_form(harbour: Harbour) -> None:
    grant, secret = {"grant_type": "client_credentials"}, "the-secret-of-orders"
    async with harbour.browser() as http:
        basic = await http.post("/auth/token", data=grant, auth=("orders", secret))
        form = await http.post("/auth/token", data={**grant, "client_id": "orders", "client_secret": secret})
        for answer in (basic, form):
            assert answer.status_code == 200
            assert await harbour.issuing.verifier.verify(answer.json()["access_token"]) == Principal.service("orders")
        for name, wrong in (("orders", "wrong"), ("payments", secret), ("orders", ""), ("", "")):
            refused = await http.post("/auth/token", data=grant, auth=(name, wrong))
            assert refused.status_code == 401
            assert refused.json()["error"] == "invalid_client"
            assert refused.headers["WWW-Authenticate"] == "Basic"
        other = await http.post("/auth/token", data={"grant_type": "password"}, auth=("orders", secret))
        assert (other.status_code, other.json()["error"]) == (400, "unsupported_grant_type")
        as_json = await http.post("/auth/token", json=grant, auth=("orders", secret))
        assert (as_json.status_code, as_json.json()["error"]) == (400, "invalid_request")


async def test_the_issuers_keys_are_public_and_check_its_tokens(harbour: Harbour) -> None:
    async with harbour.browser() as http:
        keys = RemoteKeys(http, f"{harbour.url}/auth/jwks.json")
        token = harbour.issuing.keys.sign(ADA, NAME, 60)
        assert await TokenVerifier(NAME, keys).verify(token) == ADA
        with pytest.raises(Unauthorized):
            await TokenVerifier("harbour-production", keys).verify(token)
        await keys.close()


async def test_the_issuer_signs_its_own_token_and_keeps_it(harbour: Harbour) -> None:
    own = OwnTokens(harbour.issuing, "people")
    token = await own.token()
    assert await own.token() == token
    assert await harbour.issuing.verifier.verify(token) == Principal.service("people")
    own.reject("another")
    assert await own.token() == token
    own.reject(token)
    assert await own.token() != token
