import { sha256Hex } from '../../../kernel/sha256.ts'

/** What stands in the ledger before the first case of a day: nobody can say another secret afterwards. */
export function commitmentOf(port: string, day: string, secret: string): string {
  return sha256Hex(`lianjian-random-share-1 commitment\n${port}\n${day}\n${secret}`)
}

/**
 * The ticket of a case, uniform in [0, 1), from the secret of its port and day and what names the goods whoever declares them how often: the transport
 * document where there is one, so that another reference for the same goods is no second try.
 */
export function ticketOf(port: string, day: string, secret: string, declarant: string, document: string): number {
  return Number.parseInt(sha256Hex(`lianjian-random-share-1\n${port}\n${day}\n${secret}\n${declarant}\n${document}`).slice(0, 12), 16) / 2 ** 48
}
