assign porter group porters
