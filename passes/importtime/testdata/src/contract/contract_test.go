package contract

var inTest = connect()
