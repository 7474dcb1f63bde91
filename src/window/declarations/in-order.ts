interface Slot {
  text: string | undefined
}

/**
 * Answers a stream of questions in their order while later ones are under way, at most `ahead` of them: a fast sender waits at its socket.
 * Answers that are ready together come as one text. An answer comes as soon as it and all before it are ready, also while no further question
 * arrives. `answer` must not reject. When the reader leaves, no more questions are taken.
 */
export async function* inOrder<Question>(
  questions: AsyncIterable<Question>,
  ahead: number,
  answer: (question: Question) => Promise<string>,
): AsyncGenerator<string> {
  const slots: Slot[] = []
  let failure: unknown
  let ended = false
  let left = false
  let wakeReader = (): void => undefined
  let wakeTaker = (): void => undefined

  async function take(): Promise<void> {
    try {
      for await (const question of questions) {
        if (left) return
        const slot: Slot = { text: undefined }
        slots.push(slot)
        void answer(question).then((text) => {
          slot.text = text
          if (slots[0] === slot) wakeReader()
        })
        if (slots.length >= ahead) await new Promise<void>((resolve) => (wakeTaker = resolve))
        if (left) return
      }
    } catch (error) {
      failure = error
    } finally {
      ended = true
      wakeReader()
    }
  }

  const taking = take()
  try {
    for (;;) {
      let ready = 0
      let texts = ''
      for (; ready < slots.length && slots[ready]?.text !== undefined; ready++) texts += slots[ready]?.text
      if (ready > 0) {
        slots.splice(0, ready)
        wakeTaker()
        yield texts
      } else if (ended && slots.length === 0) break
      else await new Promise<void>((resolve) => (wakeReader = resolve))
    }
    await taking
    if (failure !== undefined) throw failure as Error
  } finally {
    left = true
    wakeTaker()
  }
}
