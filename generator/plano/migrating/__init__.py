"""From one version of the blueprint language to the next: the text is edited, comments and all, never dumped anew."""
