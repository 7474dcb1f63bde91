import { expect, test } from 'vitest'
import { takeEvents } from './event-stream.ts'

test('whole events are taken, the unfinished one waits', () => {
  const { events, rest } = takeEvents('id: 380101:7\nevent: DirectiveSent\ndata: {"a":1}\n\n: nothing new\n\nid: 380101:8\nevent: Goods')
  expect(events).toEqual([{ id: '380101:7', type: 'DirectiveSent', data: '{"a":1}' }])
  expect(rest).toBe('id: 380101:8\nevent: Goods')
})

test('however the bytes are cut, the same events come out', () => {
  const text = 'retry: 1000\n\nid: p:1\nevent: A\ndata: {}\n\nevent: B\ndata: {"x":"a: b"}\n\n'
  const whole = takeEvents(text).events
  for (let cut = 0; cut <= text.length; cut++) {
    const first = takeEvents(text.slice(0, cut))
    expect([...first.events, ...takeEvents(first.rest + text.slice(cut)).events]).toEqual(whole)
  }
  expect(whole.map((event) => event.type)).toEqual(['A', 'B'])
})
