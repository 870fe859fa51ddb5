# options: --allow-empty
unlisted ignore
