permission b "café"
