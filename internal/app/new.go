package app

// App is every use case of the service, by capability.
type App struct {
	*Core
	Questionnaires Questionnaires
	Access         Access
	Vendors        Vendors
	Assessments    Assessments
	Invitations    Invitations
	PublicAnswers  PublicAnswers
	Identity       Identity
	Answering      Answering
	Evaluation     Evaluation
	Reports        Reports
	Proof          Proof
	Submissions    Submissions
	Audit          Audit
	Workbooks      Workbooks
}

// New gives the use cases over one core.
func New(core *Core) *App {
	return &App{
		Core: core, Questionnaires: Questionnaires{core}, Access: Access{core}, Vendors: Vendors{core},
		Assessments: Assessments{core}, Invitations: Invitations{core}, PublicAnswers: PublicAnswers{core},
		Identity: Identity{core}, Answering: Answering{core}, Evaluation: Evaluation{core}, Reports: Reports{core},
		Proof: Proof{core}, Submissions: Submissions{core}, Audit: Audit{core},
		Workbooks: Workbooks{core},
	}
}
