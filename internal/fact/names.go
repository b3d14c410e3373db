package fact

// Names of the facts the shipped readers produce. Questionnaires refer to
// facts by these names; lint refuses a name that no reader produces.
const (
	SBOMComponents        = "sbom.components.total"            // number
	SBOMSafe              = "sbom.components.safe"             // number
	SBOMSafeWithEscape    = "sbom.components.safe_with_escape" // number
	SBOMMixed             = "sbom.components.mixed"            // number
	SBOMUnsafe            = "sbom.components.unsafe"           // number
	SBOMUnknown           = "sbom.components.unknown"          // number
	SBOMSafeShare         = "sbom.share.memory_safe"           // share: safe and safe with escape; unknown counts against it
	SBOMUnsafeShare       = "sbom.share.unsafe"                // share shown unsafe; 100 − memory_safe is its upper bound
	SBOMUnknownShare      = "sbom.share.unknown"               // share
	SBOMNative            = "sbom.components.native"           // number: native code behind safe languages
	SBOMSpec              = "sbom.spec"                        // text: "CycloneDX 1.6"
	SBOMMadeOn            = "sbom.made_on"                     // date
	SBOMSubject           = "sbom.subject.name"                // text
	SBOMSubjectVersion    = "sbom.subject.version"             // text
	SBOMHasDependencies   = "sbom.has_dependencies"            // boolean
	SBOMHashShare         = "sbom.share.with_hash"             // share
	SBOMPurlShare         = "sbom.share.with_identifier"       // share
	SBOMVersionShare      = "sbom.share.with_version"          // share
	SBOMSupplierShare     = "sbom.share.with_supplier"         // share
	SBOMLicenceShare      = "sbom.share.with_licence"          // share
	SBOMMinimumNTIA       = "sbom.minimum.ntia_2021"           // share of the seven NTIA data fields met
	SBOMDeclaredComplete  = "sbom.declared_complete"           // boolean, only where the file declares it
	SBOMKnownVulns        = "sbom.vulnerabilities.listed"      // number
	SBOMKnownMemoryUnsafe = "sbom.vulnerabilities.memory"      // number with a CWE of the standard set
	SBOMKnownWithoutCWE   = "sbom.vulnerabilities.without_cwe" // number without a usable CWE
	SBOMSetAside          = "sbom.components.set_aside"        // number: entries not counted (excluded scope, data)
	SBOMMadeWith          = "sbom.made_with"                   // text: tools
	SBOMPhase             = "sbom.phase"                       // text: life-cycle phase of making
)

// Kinds gives the kind of each known fact; a name that is absent is unknown.
var Kinds = map[string]Kind{
	SBOMComponents: Number, SBOMSafe: Number, SBOMSafeWithEscape: Number, SBOMMixed: Number,
	SBOMUnsafe: Number, SBOMUnknown: Number, SBOMSafeShare: Share, SBOMUnsafeShare: Share,
	SBOMUnknownShare: Share, SBOMNative: Number, SBOMSpec: Text, SBOMMadeOn: Date,
	SBOMSubject: Text, SBOMSubjectVersion: Text, SBOMHasDependencies: Boolean,
	SBOMHashShare: Share, SBOMPurlShare: Share, SBOMVersionShare: Share, SBOMSupplierShare: Share,
	SBOMLicenceShare: Share, SBOMMinimumNTIA: Share, SBOMDeclaredComplete: Boolean,
	SBOMKnownVulns: Number, SBOMKnownMemoryUnsafe: Number, SBOMKnownWithoutCWE: Number,
	SBOMSetAside: Number, SBOMMadeWith: Text, SBOMPhase: Text,
}
