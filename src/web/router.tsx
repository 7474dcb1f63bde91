import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { Failure, Loading } from './kit/blank.tsx'
import { NotHere, NotHerePage } from './kit/not-here.tsx'
import { referenceQuery } from './reference/reference.ts'
import { only, parseSearch, stringifySearch } from './search.ts'
import { homeOf, sessionQuery } from './session/session.ts'
import { SignInPage } from './session/sign-in.tsx'
import { Shell } from './shell/shell.tsx'

const rootRoute = createRootRouteWithContext<{ client: QueryClient }>()({ component: Outlet, notFoundComponent: NotHerePage })

const signInRoute = createRoute({ getParentRoute: () => rootRoute, path: '/sign-in', validateSearch: only('to'), component: SignInPage })

const publicDrawsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/public/draws',
  component: lazyRouteComponent(() => import('../assess/draws/web/public-draws-page.tsx'), 'PublicDrawsPage'),
})

const publicDrawRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/public/draws/$id',
  component: lazyRouteComponent(() => import('../assess/draws/web/public-draws-page.tsx'), 'PublicDrawPage'),
})

const publicRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/public',
  validateSearch: only('find'),
  component: lazyRouteComponent(() => import('./screens/public-screen.tsx'), 'PublicScreen'),
})

const publicRulesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/public/rules',
  validateSearch: only('day'),
  component: lazyRouteComponent(() => import('../assess/web/public-rules-page.tsx'), 'PublicRulesPage'),
})

const publicTableRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/public/rules/$table',
  validateSearch: only('day'),
  component: lazyRouteComponent(() => import('../assess/web/public-rules-page.tsx'), 'PublicTablePage'),
})

const publicResultsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/public/results',
  validateSearch: only('port', 'agency'),
  component: lazyRouteComponent(() => import('../joint/published/web/public-results-page.tsx'), 'PublicResultsPage'),
})

/** Everything below needs somebody signed in; who is not comes back here after signing in. */
const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ context: { client }, location }) => {
    const session = await client.ensureQueryData(sessionQuery)
    if (session === null) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } })
    void client.prefetchQuery(referenceQuery)
  },
  errorComponent: ({ error }) => <Failure error={error} retry={() => window.location.reload()} />,
})

const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  beforeLoad: async ({ context: { client } }) => {
    throw redirect({ to: homeOf((await client.ensureQueryData(sessionQuery))?.actor.roles ?? []) })
  },
})

const consignmentsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/consignments',
  validateSearch: only('find', 'status', 'direction'),
  component: lazyRouteComponent(() => import('../window/declarations/web/consignments-screen.tsx'), 'ConsignmentsScreen'),
})

const newDeclarationRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/declarations/new',
  component: lazyRouteComponent(() => import('../window/declarations/web/declare-screen.tsx'), 'DeclareScreen'),
})

const uploadRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/declarations/upload',
  component: lazyRouteComponent(() => import('../window/declarations/web/upload-screen.tsx'), 'UploadScreen'),
})

const conveyancesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/conveyances',
  validateSearch: only('kind'),
  component: lazyRouteComponent(() => import('../window/conveyances/web/conveyances-screen.tsx'), 'ConveyancesScreen'),
})

const reportConveyanceRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/conveyances/new',
  component: lazyRouteComponent(() => import('../window/conveyances/web/report-screen.tsx'), 'ReportScreen'),
})

const conveyanceRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/conveyances/$id',
  component: lazyRouteComponent(() => import('../window/conveyances/web/conveyance-screen.tsx'), 'ConveyanceScreen'),
})

const caseRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/declarations/$id',
  validateSearch: only('tab'),
  component: lazyRouteComponent(() => import('../window/declarations/web/case-screen.tsx'), 'CaseScreen'),
})

const queueRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/queue',
  validateSearch: only('state', 'method', 'object', 'find'),
  component: lazyRouteComponent(() => import('../joint/directives/web/queue-screen.tsx'), 'QueueScreen'),
})

const directRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/directives/new',
  validateSearch: only('declaration', 'kind', 'ref', 'again'),
  component: lazyRouteComponent(() => import('../joint/directives/web/direct-screen.tsx'), 'DirectScreen'),
})

const boardRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/board',
  validateSearch: only('view', 'kind', 'open', 'day', 'rows'),
  component: lazyRouteComponent(() => import('../joint/inspections/web/board-screen.tsx'), 'BoardScreen'),
})

const inspectionRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/inspections/$id',
  component: lazyRouteComponent(() => import('../joint/inspections/web/session-screen.tsx'), 'SessionScreen'),
})

const imagesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/inspections/$id/images',
  component: lazyRouteComponent(() => import('../joint/session/web/images-screen.tsx'), 'ImagesScreen'),
})

const liabilityRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/liability/$id',
  component: lazyRouteComponent(() => import('../joint/liability/web/dossier-screen.tsx'), 'DossierScreen'),
})

const arrangeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/inspections/$id/arrange',
  component: lazyRouteComponent(() => import('../joint/inspections/web/arrange-screen.tsx'), 'ArrangeScreen'),
})

const portRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/port',
  component: lazyRouteComponent(() => import('../joint/agreements/web/port-screen.tsx'), 'PortScreen'),
})

const bookingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/bookings',
  validateSearch: only('day'),
  component: lazyRouteComponent(() => import('../registry/resources/web/bookings-screen.tsx'), 'BookingsScreen'),
})

const drawsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/draws',
  component: lazyRouteComponent(() => import('../assess/draws/web/draws-screen.tsx'), 'DrawsScreen'),
})

const targetingRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/targeting',
  component: lazyRouteComponent(() => import('../assess/targeting/web/targeting-screen.tsx'), 'TargetingScreen'),
})

const ruleVersionRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/rule-lab/$table/$version',
  component: lazyRouteComponent(() => import('../assess/lab/web/version-screen.tsx'), 'VersionScreen'),
})

const drawRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/draws/$id',
  component: lazyRouteComponent(() => import('../assess/draws/web/draw-screen.tsx'), 'DrawScreen'),
})

const creditRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/credit',
  validateSearch: only('grade', 'find', 'enterprise', 'day'),
  component: lazyRouteComponent(() => import('../assess/credit/web/credit-screen.tsx'), 'CreditScreen'),
})

const riskRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/risk',
  validateSearch: only('new'),
  component: lazyRouteComponent(() => import('../assess/risk/web/risk-screen.tsx'), 'RiskScreen'),
})

const bulletinsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/bulletins',
  component: lazyRouteComponent(() => import('../assess/risk/web/bulletins-screen.tsx'), 'BulletinsScreen'),
})

const publicBulletinsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/public/bulletins',
  component: lazyRouteComponent(() => import('../assess/risk/web/bulletins-screen.tsx'), 'PublicBulletinsPage'),
})

const measuresRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/measures',
  validateSearch: only('from', 'to', 'cases', 'mode'),
  component: lazyRouteComponent(() => import('../joint/measures/web/measures-screen.tsx'), 'MeasuresScreen'),
})

const inboxRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/inbox',
  validateSearch: only('show'),
  component: lazyRouteComponent(() => import('./screens/inbox-screen.tsx'), 'InboxScreen'),
})

const casesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/cases',
  validateSearch: only('procedure', 'show', 'open', 'new', 'about'),
  component: lazyRouteComponent(() => import('./screens/cases-screen.tsx'), 'CasesScreen'),
})

const exchangeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/exchange',
  validateSearch: only('view'),
  component: lazyRouteComponent(() => import('../joint/mutual/web/exchange-screen.tsx'), 'ExchangeScreen'),
})

const laboratoriesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/laboratories',
  component: lazyRouteComponent(() => import('../joint/laboratories/web/laboratories-screen.tsx'), 'LaboratoriesScreen'),
})

const acceptanceRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/acceptance',
  validateSearch: only('view', 'report', 'body', 'new', 'order'),
  component: lazyRouteComponent(() => import('../clear/acceptance/web/acceptance-screen.tsx'), 'AcceptanceScreen'),
})

const ruleLabRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/rule-lab',
  component: lazyRouteComponent(() => import('../assess/editor/web/rule-lab-screen.tsx'), 'RuleLabScreen'),
})

const ruleEditorRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/rule-lab/$table/edit/$draft',
  component: lazyRouteComponent(() => import('../assess/editor/web/editor-screen.tsx'), 'EditorScreen'),
})

const registersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/registers',
  component: lazyRouteComponent(() => import('../registry/register/web/registers-screen.tsx'), 'RegistersScreen'),
})

const registerRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/registers/$name',
  validateSearch: only('at', 'find', 'key'),
  component: lazyRouteComponent(() => import('../registry/register/web/register-screen.tsx'), 'RegisterScreen'),
})

const proposalRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/registers/$name/proposals/$number',
  component: lazyRouteComponent(() => import('../assess/lab/web/proposal-screen.tsx'), 'ProposalScreen'),
})

const jobsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/jobs',
  validateSearch: only('state', 'show'),
  component: lazyRouteComponent(() => import('./screens/jobs-screen.tsx'), 'JobsScreen'),
})

const ledgerRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/ledger',
  validateSearch: only('subject', 'entry', 'show', 'order'),
  component: lazyRouteComponent(() => import('./screens/ledger-screen.tsx'), 'LedgerScreen'),
})

const replaysRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/replays',
  validateSearch: only('id'),
  component: lazyRouteComponent(() => import('../watch/replay/web/replays-screen.tsx'), 'ReplaysScreen'),
})

const routeTree = rootRoute.addChildren([
  signInRoute,
  publicDrawsRoute,
  publicBulletinsRoute,
  publicDrawRoute,
  publicRoute,
  publicRulesRoute,
  publicTableRoute,
  publicResultsRoute,
  shellRoute.addChildren([
    homeRoute,
    consignmentsRoute,
    newDeclarationRoute,
    uploadRoute,
    conveyancesRoute,
    reportConveyanceRoute,
    conveyanceRoute,
    caseRoute,
    queueRoute,
    directRoute,
    boardRoute,
    inspectionRoute,
    arrangeRoute,
    portRoute,
    bookingsRoute,
    measuresRoute,
    riskRoute,
    bulletinsRoute,
    creditRoute,
    imagesRoute,
    liabilityRoute,
    drawsRoute,
    ruleVersionRoute,
    drawRoute,
    targetingRoute,
    inboxRoute,
    casesRoute,
    exchangeRoute,
    laboratoriesRoute,
    acceptanceRoute,
    ruleLabRoute,
    ruleEditorRoute,
    registersRoute,
    registerRoute,
    proposalRoute,
    jobsRoute,
    ledgerRoute,
    replaysRoute,
  ]),
])

/** The addresses of the product. */
export function createHouseRouter(client: QueryClient) {
  return createRouter({
    routeTree,
    context: { client },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: () => <Loading />,
    defaultNotFoundComponent: NotHere,
    defaultErrorComponent: ({ error, reset }) => <Failure error={error} retry={reset} />,
    scrollRestoration: true,
  })
}

export type HouseRouter = ReturnType<typeof createHouseRouter>

declare module '@tanstack/react-router' {
  interface Register {
    router: HouseRouter
  }
}
