"""What every service must hold: access, problems, pages, ETags, idempotency, migrations, its document."""

from __future__ import annotations

from plano_kit.testing.access import AccessTests
from plano_kit.testing.document import DocumentTests
from plano_kit.testing.pages import PageTests
from plano_kit.testing.problems import ProblemTests
from plano_kit.testing.revisions import RevisionTests
from plano_kit.testing.versions import VersionTests


class ServiceTests(AccessTests, ProblemTests, PageTests, VersionTests, RevisionTests, DocumentTests):
    """All of them; a generated class derives from this and says `stand`."""
