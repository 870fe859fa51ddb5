# rolegate: ignore no-services "others include this file, and list theirs"
role reader {}
role editor extends reader {}    # rolegate: ignore unused-role "for those who include it"
