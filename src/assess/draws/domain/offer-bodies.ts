/** A body of the catalogue of third parties, as far as an offer looks at it. */
export interface OfferedBody {
  readonly code: string
  readonly name: { readonly zh: string; readonly en?: string | undefined }
  readonly standing: string
  readonly scopes: readonly { readonly hs: readonly string[]; readonly tests: readonly string[]; readonly ports: readonly string[] }[]
}

/** Bodies that may test goods at a port (DR-06): admitted, with a scope that holds there and covers the code; with the tests they may do, none named meaning any. */
export function offerBodies(bodies: readonly OfferedBody[], port: string, hs: string): { readonly code: string; readonly name: OfferedBody['name']; readonly tests: readonly string[] }[] {
  return bodies.flatMap(({ code, name, standing, scopes }) => {
    const covering = scopes.filter((scope) => (scope.ports.length === 0 || scope.ports.includes(port)) && (scope.hs.length === 0 || scope.hs.some((prefix) => hs.startsWith(prefix))))
    if (standing !== 'admitted' || covering.length === 0) return []
    return [{ code, name, tests: covering.some(({ tests }) => tests.length === 0) ? [] : [...new Set(covering.flatMap(({ tests }) => tests))].sort() }]
  })
}
