import type { Verb } from './contract.ts'

/** What an operator may be entrusted with; one may have several roles. */
export const roles = ['analyst', 'investigator', 'reviewer', 'manager', 'administrator'] as const
export type Role = (typeof roles)[number]

/** `open`: asked by anybody; `read`: by any operator; else by operators of one of these roles, and kept in the audit chain. */
export type Access = 'open' | 'read' | readonly Role[]

const analysis: Access = ['analyst', 'manager', 'administrator']
const field: Access = ['analyst', 'investigator', 'reviewer', 'manager', 'administrator']
const review: Access = ['reviewer', 'manager']
const administration: Access = ['administrator']

/** Who may ask what, once a workspace has operators. A verb that is not here cannot be asked at all. */
export const access: Readonly<Record<Verb, Access>> = {
  createWorkspace: 'open', openWorkspace: 'open', closeWorkspace: 'open', currentWorkspace: 'open', recentWorkspaces: 'open', engineMemory: 'open', createDemo: 'open',
  listJobs: 'open', awaitJob: 'open', cancelJob: 'read', verifyBundle: 'open', tableWorkbook: 'open', dictionaryPage: 'open', libraryTemplate: 'open',
  listOperators: 'open', whoAmI: 'open', signIn: 'open', signOut: 'open', saveOperator: administration, endOperator: administration,
  listAudit: 'read', verifyAudit: 'read', exportAudit: ['manager', 'administrator'],

  workspaceStatus: 'read', previewFile: 'read', listSources: 'read', composeRecipe: 'read', typedPreview: 'read', listRecipes: 'read', listBatches: 'read',
  attachmentPage: 'read', identityQueue: 'read', identityDecisions: 'read', repairPage: 'read', quarantinePage: 'read', rejectFacets: 'read', rejectRow: 'read',
  checkReject: 'read', checkChange: 'read', exportRejects: 'read', recordLineage: 'read', dataDictionary: 'read', columnFigures: 'read', dataQuality: 'read', qualityRows: 'read',
  importFiles: analysis, saveRecipe: analysis, deleteRecipe: analysis, undoBatch: analysis, matchNames: analysis, decideIdentity: analysis, undoIdentity: analysis,
  mergeSubjects: analysis, splitSubject: analysis, mendRejects: analysis, mendFile: analysis, discardRejects: analysis, restoreRejects: analysis,

  backtest: 'read', suggestWeights: 'read', listRuns: 'read', compareRuns: 'read', whatIf: 'read', tierSummary: 'read', tierHistory: 'read', tierMatrix: 'read', tierMigration: 'read',
  exploreDimension: 'read', correlateDimension: 'read', dimensionSubjects: 'read', listModels: 'read', readDraft: 'read', checkExpression: 'read', checkDraft: 'read', compareModels: 'read',
  listDimensions: 'read', dimensionSql: 'read', explainSubject: 'read', listOverrides: 'read', contributionEvidence: 'read',
  scoreSubjects: analysis, createDraft: analysis, changeDraft: analysis, deleteDraft: analysis, publishDraft: ['analyst', 'manager'],
  proposeOverride: field, confirmOverride: review, withdrawOverride: field,

  overview: 'read', subjectPage: 'read', facet: 'read', searchSubjects: 'read', subjectProfile: 'read', subjectRecords: 'read', subjectStanding: 'read', tierMoves: 'read', tierOutlook: 'read', subjectTimeline: 'read', subjectEvents: 'read', nextInspections: 'read', subjectRelations: 'read', relatedSubjects: 'read', listPools: 'read', savePool: field, deletePool: field,

  listLibraries: 'read', libraryPage: 'read', libraryLog: 'read', saveLibraryRow: analysis, endLibraryRow: analysis, importLibrary: analysis,
  listPlans: 'read', savePlan: analysis, savePlanTask: analysis, deletePlanTask: analysis, checkPlan: analysis,
  listPolicies: 'read', planDraw: 'read', listDraws: 'read', drawSheet: 'read', drawFindings: 'read', exportBundle: 'read', listCampaigns: 'read', campaignVisits: 'read', campaignLoads: 'read', campaignChanges: 'read', furtherOfficers: 'read', exportCampaign: 'read',
  listResultCodes: 'read', exportTaskPackage: 'read', listResults: 'read', readResult: 'read', readAttachment: 'read', listPublications: 'read', exportPublication: 'read', inspectionStatistics: 'read',
  importResults: field, enterResults: field, attachToResult: field, setFollowUp: field, reviewResults: review, publishResults: review, correctResult: field, keepResult: field,
  listPaperTemplates: 'read', exportNotices: 'read', exportPaperTemplate: 'read', exportPapers: 'read', importPaperTemplate: ['manager', 'administrator'], restorePaperTemplate: ['manager', 'administrator'],
  listBook: 'read', listCases: 'read', countCases: 'read', readCase: 'read', readCaseAttachment: 'read', listEntries: 'read',
  findCases: field, decideCases: field, attachToCases: field, reopenCases: field, snoozeCases: field, assignCases: field, escalateCases: field, recordHearing: field, proposeRemoval: field, confirmCases: review,
  measureBook: 'read', legalGrounds: 'read', listMeasures: 'read', readMeasure: 'read', listBans: 'read',
  checkDuty: 'read', exportDuty: 'read', dutyOfficers: 'read',
  requestMeasures: review, exportMeasures: review, importMeasures: field, answerMeasures: field, releaseMeasures: review, proposeBans: field, confirmBans: review, liftBans: review,
  listNotes: 'read', readNoteFile: 'read', listWatched: 'read', readDossier: 'read', exportDossier: 'read', addNote: field, strikeNote: field, watchSubjects: field, markSeen: field,
  commitDraw: analysis, drawSample: analysis, commitCampaign: analysis, scheduleVisits: field, setVisitDay: field, campaignDays: 'read', drawCampaign: analysis, changeCampaign: analysis,
}

/** The field in which a verb is told who acts: of an operator it is the operator's own name, whatever was written. */
export const personField: Readonly<Partial<Record<Verb, string>>> = {
  proposeOverride: 'author', confirmOverride: 'by', withdrawOverride: 'by', publishDraft: 'author',
  importResults: 'by', enterResults: 'by', attachToResult: 'by', setFollowUp: 'by', reviewResults: 'by', publishResults: 'by', correctResult: 'by', keepResult: 'by',
  decideCases: 'by', attachToCases: 'by', confirmCases: 'by', reopenCases: 'by', snoozeCases: 'by', assignCases: 'by', escalateCases: 'by', recordHearing: 'by', proposeRemoval: 'by',
  requestMeasures: 'by', exportMeasures: 'by', importMeasures: 'by', answerMeasures: 'by', releaseMeasures: 'by', proposeBans: 'by', confirmBans: 'by', liftBans: 'by',
}

/** Whether one with these roles may ask it; null: there are no operators, so that everybody may. */
export const mayAsk = (verb: Verb, own: readonly Role[] | null): boolean => {
  const needed = access[verb]
  return own === null || typeof needed === 'string' || needed.some((role) => own.includes(role))
}
