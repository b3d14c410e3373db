package auth

// Who works on what. A set is named for the work, so that a row below reads as
// a sentence; what no row names is closed.
var (
	everybody   = Roles()                                        // tells nothing about anybody's data
	strangers   = []Role{Anonymous, Contact}                     // the two doors into the portal
	contacts    = []Role{Contact}                                // the vendor's side, scoped by the session
	buyers      = []Role{Admin, Procurement, Evaluator, Auditor} // reading the buyer's work
	purchasers  = []Role{Admin, Procurement}                     // asking, sending, deciding
	evaluators  = []Role{Admin, Evaluator}                       // judging answers; kept apart from purchasing
	scorers     = []Role{Admin, Procurement, Evaluator}          // a pure function of what was judged
	supervisors = []Role{Admin, Auditor}                         // reading about people, keys and the record
	admins      = []Role{Admin}
)

// Policy is the one table of who may call which operation of openapi.yaml. An
// operation that is missing here is open to nobody, and a test fails until the
// table and the contract name the same operations. The map is read-only after
// start.
var Policy = map[string]Rule{
	// Questionnaires
	"listQuestionnaires":        {buyers},
	"getQuestionnaireVersion":   {buyers},
	"getQuestionnaireFile":      {buyers},
	"getQuestionnairePDF":       {buyers},
	"getQuestionnaireHTML":      {buyers},
	"diffQuestionnaires":        {buyers},
	"lintQuestionnaire":         {purchasers},
	"tryQuestionnaire":          {purchasers},
	"createQuestionnaireDraft":  {purchasers},
	"replaceQuestionnaireDraft": {purchasers},
	"deleteQuestionnaireDraft":  {purchasers},
	"publishQuestionnaire":      {purchasers},
	"retireQuestionnaire":       {purchasers},

	// Vendors
	"listVendors":         {buyers},
	"getVendor":           {buyers},
	"listVendorContacts":  {buyers},
	"listProducts":        {buyers},
	"listReleases":        {buyers},
	"createVendor":        {purchasers},
	"updateVendor":        {purchasers},
	"importVendors":       {purchasers},
	"removeVendorContact": {purchasers},
	"createProduct":       {purchasers},
	"createRelease":       {purchasers},

	// Assessments
	"listAssessments":     {buyers},
	"getAssessment":       {buyers},
	"getWeights":          {buyers},
	"listInvitations":     {buyers},
	"listPublicAnswers":   {buyers},
	"listRevisions":       {buyers},
	"getRevision":         {buyers},
	"listEvidence":        {buyers},
	"getEvidenceContent":  {buyers},
	"createAssessment":    {purchasers},
	"createAssessments":   {purchasers},
	"updateAssessment":    {purchasers},
	"putWeights":          {purchasers},
	"deleteWeights":       {purchasers},
	"returnAssessment":    {purchasers},
	"withdrawAssessment":  {purchasers},
	"recordNoResponse":    {purchasers},
	"closeAssessment":     {purchasers},
	"createInvitation":    {purchasers},
	"revokeInvitation":    {purchasers},
	"putPublicAnswer":     {purchasers},
	"deletePublicAnswer":  {purchasers},
	"submitPublicAnswers": {purchasers},

	// Evaluation
	"listReviews":        {buyers},
	"listFindings":       {buyers},
	"listScorecards":     {buyers},
	"getScorecard":       {buyers},
	"getScorecardBundle": {buyers},
	"getReport":          {buyers},
	"getReportPDF":       {buyers},
	"getReportHTML":      {buyers},

	"getScorecardCoverage":  {buyers},
	"getScorecardTrace":     {buyers},
	"getScorecardTracePDF":  {buyers},
	"getScorecardTraceHTML": {buyers},

	"createReview":    {evaluators},
	"approveReview":   {purchasers}, // evaluators propose, purchasers approve; never the same person
	"createScorecard": {scorers},

	// For spreadsheet programs
	"getQuestionnaireWorkbook": {buyers},
	"getResponseXLSX":          {buyers},
	"getResponseCSV":           {buyers},
	"getReportXLSX":            {buyers},
	"getReportCSV":             {buyers},
	"exportWorkbook":           {contacts},
	"importWorkbook":           {contacts},

	// Portal
	"redeemInvitation":      {strangers},
	"signIn":                {strangers},
	"getPortalSession":      {contacts},
	"signOut":               {contacts},
	"changePassphrase":      {contacts},
	"beginSecondFactor":     {contacts},
	"confirmSecondFactor":   {contacts},
	"listColleagues":        {contacts},
	"removeColleague":       {contacts},
	"listPortalAssessments": {contacts},
	"getAssignment":         {contacts},
	"listAnswers":           {contacts},
	"putAnswers":            {contacts},
	"putAnswer":             {contacts},
	"deleteAnswer":          {contacts},
	"exportAnswers":         {contacts},
	"offerAnswers":          {contacts},
	"listEarlierAnswers":    {contacts},
	"confirmEarlierAnswers": {contacts},
	"getProgress":           {contacts},
	"listOwnEvidence":       {contacts},
	"uploadEvidence":        {contacts},
	"getOwnEvidence":        {contacts},
	"deleteOwnEvidence":     {contacts},
	"getOwnEvidenceContent": {contacts},
	"listCollaborators":     {contacts},
	"inviteCollaborator":    {contacts},
	"removeCollaborator":    {contacts},
	"getApproval":           {contacts},
	"approveDraft":          {contacts},
	"submitAnswers":         {contacts},
	"getReceipt":            {contacts},
	"listOwnRevisions":      {contacts},
	"getOwnRevision":        {contacts},
	"declineAssessment":     {contacts},

	// Access
	"getIdentity":     {buyers},
	"listUsers":       {supervisors},
	"listAPIKeys":     {supervisors},
	"listAuditEvents": {supervisors},
	"verifyAudit":     {supervisors},
	"createUser":      {admins},
	"eraseUser":       {admins},
	"createAPIKey":    {admins},
	"revokeAPIKey":    {admins},

	// Operation
	"getHealth":     {everybody},
	"getReadiness":  {everybody},
	"getMetrics":    {supervisors}, // counts of submissions and uploads tell who is at work
	"getContract":   {everybody},
	"getDocs":       {everybody},
	"getHomePage":   {everybody},
	"getPortalPage": {everybody},

	"getPortalScript": {everybody},
	"getPortalStyle":  {everybody},
}
