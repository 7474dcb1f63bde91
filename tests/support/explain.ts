import type { Database, Tx } from '../../src/platform/database/database.ts'

/** A step of a plan that was carried out, as PostgreSQL explains it. */
export interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly 'Rows Removed by Index Recheck'?: number
  readonly Plans?: readonly PlanNode[]
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

/** Rows a step read, whether it kept them or not. */
export const readBy = (node: PlanNode): number => ((node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0) + node['Actual Rows']) * node['Actual Loops']

/** What a look-up asks the database, by which plan, how many rows its steps read from tables, and how many pages that touches. Its statements are told what they find, or `answer`. */
export async function explained(
  db: Database,
  look: (tx: Tx) => Promise<unknown>,
  answer?: readonly unknown[],
): Promise<{ readonly nodes: readonly PlanNode[]; readonly read: number; readonly pages: number }> {
  return db.transaction(async (tx) => {
    const asked: [string, readonly unknown[] | undefined][] = []
    await look({ ...tx, query: async (sql: string, parameters?: readonly unknown[]) => (asked.push([sql, parameters]), answer ?? tx.query(sql, parameters)) } as unknown as Tx)
    const tops: (PlanNode & { 'Shared Hit Blocks': number; 'Shared Read Blocks': number })[] = []
    for (const [sql, parameters] of asked) {
      const [row] = await tx.query<{ 'QUERY PLAN': [{ Plan: (typeof tops)[number] }] }>(`explain (analyze, buffers, format json) ${sql}`, parameters)
      if (row !== undefined) tops.push(row['QUERY PLAN'][0].Plan)
    }
    const nodes = tops.flatMap(nodesOf)
    return {
      nodes,
      read: nodes.filter((node) => node['Relation Name'] !== undefined).reduce((all, node) => all + readBy(node), 0),
      pages: tops.reduce((all, top) => all + top['Shared Hit Blocks'] + top['Shared Read Blocks'], 0),
    }
  })
}
