# Exceptions, as the support team configured them. What may stand here is said in ../support-desk.rg.
allow analytics.view, analytics.reports to user tom starting 2027-03-01 until 2027-03-31
    because "SUP-1301: quarterly review"
