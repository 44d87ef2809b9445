"""What whoever maintains Plano runs by `make`. No part of the package that users install."""
