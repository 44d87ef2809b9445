"""A platform's repository of one's own, made from the copier template that is `templates/platform/`.

What runs here is used by `plano new` alone; what a repository holds is said by the template, not by this package.
"""
