import { stateCheck } from '../platform/ledger/state-check-store.ts'
import type { OrphanCheck } from '../platform/ledger/verify.ts'

/** What `lianjian verify` asks the state tables: rows that the ledger does not explain were not made by the program (LB-12). */
export const stateChecks: readonly OrphanCheck[] = [
  stateCheck({
    name: 'declaration without, or not agreeing with, DeclarationAccepted',
    table: 'single_window.declaration',
    subjectKind: 'declaration',
    type: 'DeclarationAccepted',
    hash: { column: 'content_hash', member: 'contentHash' },
  }),
  stateCheck({ name: 'declaration released without GoodsReleased', table: 'single_window.declaration', where: `state.status = 'released'`, subjectKind: 'declaration', type: 'GoodsReleased' }),
  stateCheck({ name: 'conveyance without ConveyanceReported', table: 'single_window.conveyance', subjectKind: 'conveyance', type: 'ConveyanceReported' }),
  stateCheck({
    name: 'directive without, or not agreeing with, DirectiveAccepted',
    table: 'joint.directive',
    subjectKind: 'directive',
    type: 'DirectiveAccepted',
    hash: { column: 'content_hash', member: 'contentHash' },
  }),
  stateCheck({ name: 'directive withdrawn without DirectiveWithdrawn', table: 'joint.directive', where: `state.state = 'withdrawn'`, subjectKind: 'directive', type: 'DirectiveWithdrawn' }),
  stateCheck({ name: 'match without DirectivesCollided', table: 'joint.collision', subjectKind: 'collision', type: 'DirectivesCollided' }),
  stateCheck({ name: 'inspection without InspectionProposed', table: 'joint.inspection', subjectKind: 'joint-inspection', type: 'InspectionProposed' }),
  stateCheck({ name: 'inspection closed without InspectionClosed', table: 'joint.inspection', where: `state.state = 'closed'`, subjectKind: 'joint-inspection', type: 'InspectionClosed' }),
  stateCheck({ name: 'draw frozen without DrawFrozen', table: 'selection.draw', where: 'state.root is not null', subjectKind: 'draw', type: 'DrawFrozen' }),
  stateCheck({ name: 'draw drawn without LotsDrawn', table: 'selection.draw', where: `state.state = 'drawn'`, subjectKind: 'draw', type: 'LotsDrawn' }),
]
