policy "Front door"
role porter€ { }
