import type { Recipient } from './notice.ts'

type Facts = Readonly<Record<string, string | number>>

/** What an enterprise and a supervised site may know of the facts of a notice (LB-09, SW-03). */
interface Outside {
  readonly enterprise: readonly string[]
  readonly site: readonly string[]
}

/** What everybody of an inspection knows: the object, who comes, when and where. */
const appointment = ['object', 'objectKind', 'agencies', 'from', 'to', 'site']
const both = (...facts: readonly string[]): Outside => ({ enterprise: facts, site: facts })
const enterprise = (...facts: readonly string[]): Outside => ({ enterprise: facts, site: [] })
const report = (...more: readonly string[]): Outside => enterprise('body', 'number', 'declaration', ...more)
const goods: Outside = { enterprise: ['number', 'reference', 'releaseMode', 'at', 'agencies', 'code'], site: ['number', 'at', 'agencies'] }
const record = enterprise('enterprise', 'kind', 'occurredOn')

/**
 * Every type of notice that goes to an enterprise or a site, with the facts they may know of it. Agencies' reasons, persons and other owners' lots are not
 * among them; the reason of a decision on its own goods is its addressee's.
 */
export const outsideFacts: Readonly<Record<string, Outside>> = {
  DeclarationAccepted: enterprise('number', 'reference', 'releaseMode', 'at'),
  GoodsReleased: goods,
  GoodsRefused: goods,
  GoodsHeld: goods,
  GoodsNoLongerHeld: goods,
  MeasuresAsked: enterprise('number', 'reference', 'zh', 'en'),
  JointMatched: both(...appointment),
  JointPartyJoined: both(...appointment, 'joined'),
  BoardingRequired: both(...appointment),
  InspectionRequired: both(...appointment),
  InspectionAgreed: both(...appointment),
  InspectionRescheduled: both(...appointment, 'agency'),
  InspectionMoved: both(...appointment),
  InspectionMovedTo: both(...appointment),
  InspectionBecameSingle: both(...appointment),
  InspectionPaused: both(...appointment),
  JointDeclined: both(...appointment, 'agency'),
  JointJudgedAgainst: both(...appointment),
  InspectionStarted: both(...appointment),
  InspectionClosed: both(...appointment),
  PartyDidNotCome: both(...appointment, 'agency', 'then'),
  ProceededWithout: both(...appointment, 'agency'),
  DispositionRecorded: { enterprise: [...appointment, 'agency', 'disposition', 'reason'], site: [...appointment, 'agency', 'disposition'] },
  LotsDecided: { enterprise: [...appointment, 'agency', 'disposition', 'reason', 'lots'], site: [...appointment, 'agency'] },
  DirectiveWithdrawn: both(...appointment, 'agency'),
  DirectiveAmended: both(...appointment, 'agency'),
  SaidInCase: both(...appointment, 'side'),
  ReportSubmitted: report(),
  ReportRefusedByRule: report('reasons'),
  ReportAccepted: report(),
  ReportRefused: report('reason'),
  ReportDoubted: report(),
  ReportContradicted: report(),
  GoodsKeptByReport: report(),
  ReportUpheld: report('reason'),
  ReportDropped: report('reason'),
  SamplingCommissioned: enterprise('agency', 'sample', 'tests', 'declaration'),
  BodyAdmitted: enterprise('body', 'owner'),
  BodyDeclined: enterprise('body', 'owner'),
  BodySuspended: enterprise('body', 'owner'),
  BodyReinstated: enterprise('body', 'owner'),
  BodyRemoved: enterprise('body', 'owner'),
  ProducerReviewed: enterprise('producer', 'path'),
  ProducerRegistered: enterprise('producer', 'path'),
  ProducerDeclined: enterprise('producer', 'path'),
  ProducerSuspended: enterprise('producer', 'path'),
  ProducerReinstated: enterprise('producer', 'path'),
  ProducerRevoked: enterprise('producer', 'path'),
  ProducerRegistrationExpired: enterprise('producer', 'path'),
  ModeTightened: enterprise('enterprise', 'hs', 'reason', 'until'),
  GoodsRecalled: enterprise('enterprise', 'hs', 'declarations', 'numbers'),
  ExportTightened: enterprise('producer', 'hs', 'before', 'now', 'until'),
  CreditEventRecorded: enterprise('zh', 'en', 'occurredOn', 'source'),
  CreditGradeChanged: enterprise('grade', 'before', 'from'),
  CreditAppealRejected: record,
  CreditAppealGranted: record,
  CreditAppealEscalated: record,
  CreditReportAppealed: record,
  CreditReportStruck: record,
  CreditReportUpheld: record,
}

/** Types that are said among agencies only. An enterprise or a site that were owed one all the same would learn nothing by it. */
export const amongAgencies: readonly string[] = [
  'InspectionConfirmed', 'DocumentHandedIn', 'ResultAdopted', 'ResultsShared', 'AgencyInvited', 'SlotAnswered', 'AnswerAsked', 'AnswerOverdue', 'AnswerDefaultApplied', 'CallLiaison', 'ConsultationRecorded', 'IssueRaised', 'IssueSettled',
  'IssuePassedOn', 'IssueWentToMeeting', 'IssueOverdue', 'IssueDecided', 'IssueWithdrawn', 'BeginAsked', 'VerdictAsked', 'OfferAsked', 'WorkAsked', 'PartyOverdue', 'CoordinatorAsked', 'SessionInterrupted',
  'CheckProposed', 'CheckDeclined', 'SecondaryPartConcluded', 'SecondaryParted', 'SecondaryOverdue', 'SecondaryEscalated',
  'BodyApplied', 'BodyDecisionOverdue', 'ProducerFiled', 'ProducerDecisionOverdue', 'CreditAppealOpened', 'CreditAppealTakenBack', 'CreditAppealOverdue', 'DrawAnswerDue', 'DrawCommitmentDue', 'DrawCrewOverdue', 'DrawCrewOwed', 'DrawSecretDue', 'LotsDrawn',
  'ReviewOverdue', 'AssistanceRequested', 'AssistanceAnswered', 'AssistanceDeclined', 'AssistanceWithdrawn', 'AssistanceOverdue', 'LiabilityRecorded', 'TestRouted', 'RecallAssessmentOpened',
  'RecallFoundUnneeded', 'RecallAssessmentEscalated', 'RecallAssessmentOverdue', 'GoodsGoneBeforeDirective', 'GoodsKeptByHold', 'HeldGoodsQueued', 'WarningRaised', 'FindNotAcknowledged', 'CheckAssigned',
  'OpeningOffered', 'SecondaryOpened', 'SecondaryNotNeeded', 'SecondaryConcluded', 'TransferSent', 'TransferAccepted', 'TransferDeclined', 'TransferWithdrawn', 'TransferHandled', 'TransferAnswerOverdue',
  'TransferHandlingOverdue', 'OffenceCaseOpened', 'OffenceDecisionOverdue',
]

/** The facts of a notice that its recipient may know: all for an agency and headquarters, those of the list for anybody else. */
export function factsFor(recipient: Recipient, type: string, facts: Facts): Facts {
  if (recipient.kind !== 'enterprise' && recipient.kind !== 'site') return facts
  const known = outsideFacts[type]?.[recipient.kind] ?? []
  return Object.fromEntries(Object.entries(facts).filter(([name]) => known.includes(name)))
}
