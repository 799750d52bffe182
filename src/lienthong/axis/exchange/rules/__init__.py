"""Pure law of the exchange: edXML messages (QCVN 102:2016), states, clocks and shares."""
