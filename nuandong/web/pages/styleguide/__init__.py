"""The living page of components: every part once, with words as they occur at work. In demo and debug mode only."""
