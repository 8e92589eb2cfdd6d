' Opens a workbook of results in LibreOffice Calc, makes a pivot table of its long sheet and saves
' both: the mean of the scores that others gave, by report and dimension.
Option Explicit

Sub Pivot(given As String, made As String)
	Dim hidden(0) As New com.sun.star.beans.PropertyValue
	hidden(0).Name = "Hidden"
	hidden(0).Value = True
	Dim book As Object
	book = StarDesktop.loadComponentFromURL(given, "_blank", 0, hidden())
	Dim figures As Object
	figures = book.Sheets.getByName("Figures")
	book.Sheets.insertNewByName("Pivot", book.Sheets.Count)
	Dim tables As Object
	tables = book.Sheets.getByName("Pivot").DataPilotTables
	Dim wanted As Object
	wanted = tables.createDataPilotDescriptor()
	Dim used As Object
	used = figures.createCursor()
	used.gotoEndOfUsedArea(False)
	Dim last As New com.sun.star.table.CellRangeAddress
	last = used.RangeAddress
	Dim whole As Object
	whole = figures.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow)
	wanted.setSourceRange(whole.RangeAddress)
	Dim rules(1) As New com.sun.star.sheet.TableFilterField
	rules(0) = Equal(figures, "measure", "score")
	rules(1) = Equal(figures, "group", "others")
	wanted.FilterDescriptor.setFilterFields(rules())
	Dim fields As Object
	fields = wanted.DataPilotFields
	fields.getByName("report").Orientation = com.sun.star.sheet.DataPilotFieldOrientation.ROW
	fields.getByName("dimension").Orientation = com.sun.star.sheet.DataPilotFieldOrientation.COLUMN
	With fields.getByName("value")
		.Orientation = com.sun.star.sheet.DataPilotFieldOrientation.DATA
		.Function = com.sun.star.sheet.GeneralFunction.AVERAGE
	End With
	Dim corner As Object
	corner = book.Sheets.getByName("Pivot").getCellByPosition(0, 0)
	tables.insertNewByName("Scores", corner.CellAddress, wanted)
	Dim format(0) As New com.sun.star.beans.PropertyValue
	format(0).Name = "FilterName"
	format(0).Value = "Calc MS Excel 2007 XML"
	book.storeToURL(made, format())
	book.close(True)
End Sub

Function Equal(sheet As Object, column As String, value As String) As Object
	Dim rule As New com.sun.star.sheet.TableFilterField
	rule.Connection = com.sun.star.sheet.FilterConnection.AND
	rule.Operator = com.sun.star.sheet.FilterOperator.EQUAL
	rule.IsNumeric = False
	rule.StringValue = value
	rule.Field = 0
	Do While sheet.getCellByPosition(rule.Field, 0).String <> column
		rule.Field = rule.Field + 1
	Loop
	Equal = rule
End Function
