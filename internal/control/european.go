package control

// european are acts of the European Union.
var european = []Framework{
	{
		ID: "CRA-2024/2847", Name: "Cyber Resilience Act, Regulation (EU) 2024/2847", Short: "EU Cyber Resilience Act", Publisher: "European Union",
		Edition: "2024/2847", Dated: "2024",
		Status: "EU regulation. The reporting duties of Article 14 apply since 11 September 2026, the rest from 11 December 2027.",
		Controls: []Control{
			{"Art13(5)", "Care in choosing third-party components"},
			{"Art13(8)", "Support period, as a rule at least five years"},
			{"Art14", "Reporting of exploited vulnerabilities and incidents"},
			{"Annex I Part I(2)(a)", "No known exploitable vulnerability on the market"},
			{"Annex I Part I(2)(b)", "Safe default settings"},
			{"Annex I Part I(2)(c)", "Vulnerabilities can be removed by updates"},
			{"Annex I Part I(2)(f)", "Integrity of data, programs and settings"},
			{"Annex I Part I(2)(j)", "Small attack surface"},
			{"Annex I Part I(2)(k)", "Mitigations that lessen the effect of an incident"},
			{"Annex I Part II(1)", "Components and vulnerabilities documented, SBOM"},
			{"Annex I Part II(2)", "Vulnerabilities remedied without delay"},
			{"Annex I Part II(3)", "Regular tests and reviews"},
			{"Annex I Part II(4)", "Fixed vulnerabilities made public"},
			{"Annex I Part II(5)", "Policy for coordinated disclosure"},
			{"Annex I Part II(6)", "A contact for reports"},
			{"Annex I Part II(7)", "Updates distributed safely"},
			{"Annex I Part II(8)", "Updates free of charge, with advisories"},
		},
	},
	{
		ID: "DORA-2022/2554", Name: "Digital Operational Resilience Act, Regulation (EU) 2022/2554", Short: "EU DORA", Publisher: "European Union",
		Edition: "2022/2554", Dated: "2022",
		Status: "EU regulation for financial entities; it reaches their suppliers through the contract.",
		Controls: []Control{
			{"Art28", "Managing the risk of ICT third parties"},
			{"Art28(3)", "Register of contracts with ICT suppliers"},
			{"Art28(4)", "Checks before signing"},
			{"Art28(8)", "Exit strategies"},
			{"Art29", "Concentration and subcontracting"},
			{"Art30(2)", "Clauses in every ICT contract"},
			{"Art30(3)", "Clauses for critical functions: monitoring, audit, exit"},
		},
	},
	{
		ID: "NIS2-2022/2555", Name: "NIS 2 Directive (EU) 2022/2555", Short: "EU NIS 2", Publisher: "European Union",
		Edition: "2022/2555", Dated: "2022", Status: "EU directive; it binds through national law.",
		Controls: []Control{
			{"Art21(2)(d)", "Supply chain"},
			{"Art21(2)(e)", "Safe acquisition and handling of vulnerabilities"},
			{"Art21(3)", "Each supplier's own weaknesses and development practice"},
		},
	},
}
