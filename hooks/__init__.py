"""What MkDocs and its plugins do not do by themselves; each hook is named after what it does."""
