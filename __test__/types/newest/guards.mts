// Checked by the newest compiler alone: since TypeScript 5.5 a callback that tests its parameter is a type guard.
import { records, type Records } from 'jsonmill'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_: Equal<A, B>): void => {}

const present = records<{ id: number } | null>().filter((r) => r !== null)
same<typeof present, Records<{ id: number } | null, { id: number }>>(true)
const times = records<{ status: 'paid'; at: number } | { status: 'open' }>()
  .filter((o) => o.status === 'paid')
  .map((o) => o.at)
same<ReturnType<typeof times.toArraySync>, number[]>(true)
