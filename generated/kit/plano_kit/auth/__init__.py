"""Who calls: principals, access and the check of tokens. The service that issues tokens adds `issuer`.

Nothing here knows a service's entities, and nothing here can be switched off.
"""
