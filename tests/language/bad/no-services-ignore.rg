unlisted ignore
