import type { ChildProcess } from 'node:child_process'

/** The next thing a child says; fails when it ends instead. */
export function firstMessage<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`child ended with ${code}`))
    child.once('exit', ended)
    child.once('message', (message) => {
      child.off('exit', ended)
      resolve(message as T)
    })
  })
}

/** Sends a message to a child and gives its answer. */
export function ask<T>(child: ChildProcess, message: object): Promise<T> {
  const answer = firstMessage<T>(child)
  child.send(message)
  return answer
}

/** The number after an argument's name, or what is taken without it. */
export function option(args: readonly string[], name: string, otherwise: number): number {
  const at = args.indexOf(name)
  return at === -1 ? otherwise : Number(args[at + 1])
}

/** One line of figures. */
export function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
