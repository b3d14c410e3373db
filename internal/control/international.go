package control

// international are standards of bodies that no single state runs.
var international = []Framework{
	{
		ID: "ISO27001-2022", Name: "ISO/IEC 27001:2022, Annex A", Short: "ISO/IEC 27001:2022", Publisher: "ISO and IEC",
		Edition: "2022", Dated: "2022", Status: "Voluntary international standard.",
		Controls: []Control{
			{"A.5.19", "Relations with suppliers"},
			{"A.5.20", "Agreements with suppliers"},
			{"A.5.21", "The ICT supply chain"},
			{"A.5.22", "Suppliers watched, changes managed"},
			{"A.5.23", "Cloud services"},
			{"A.8.4", "Access to source code"},
			{"A.8.8", "Technical vulnerabilities"},
			{"A.8.25", "Development life cycle"},
			{"A.8.26", "Requirements for applications"},
			{"A.8.27", "Architecture and engineering principles"},
			{"A.8.28", "Coding rules that avoid flaws"},
			{"A.8.29", "Testing in development and acceptance"},
			{"A.8.30", "Outsourced development"},
		},
	},
	{
		ID: "SOC2-2017", Name: "Trust Services Criteria for SOC 2 reports", Short: "SOC 2 criteria", Publisher: "AICPA",
		Edition: "2017", Dated: "2017", Status: "Criteria for voluntary audit reports.",
		Controls: []Control{
			{"CC7.1", "New vulnerabilities and changed settings detected"},
			{"CC8.1", "Changes authorised, tested and approved"},
			{"CC9.2", "Risks of vendors and partners managed"},
		},
	},
}
