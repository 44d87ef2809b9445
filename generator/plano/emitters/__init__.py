"""What is made of a platform: one package per target, listed in `registry`.

An emitter names files and the view that each shows; `render` makes their bytes. No emitter touches the disk
or knows another.
"""
