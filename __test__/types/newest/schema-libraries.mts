// The types of schemas made by libraries themselves, whose own types ask for newer compilers than ours do.
import { Type as OldType } from '@sinclair/typebox'
import { compileSchema, mill, records, type Records } from 'jsonmill'
import { Type } from 'typebox'
import { z } from 'zod'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_: Equal<A, B>): void => {}

interface User {
  id: number
  name: string
}

const ofTypebox = records().validate(Type.Object({ id: Type.Integer(), name: Type.String() }))
same<ReturnType<typeof ofTypebox.toArraySync>, User[]>(true)
const ofOldTypebox = records().validate(OldType.Object({ id: OldType.Integer(), name: OldType.String() }))
same<typeof ofOldTypebox, Records<any, User>>(true)
const ofZod = records().validate(z.object({ id: z.int(), name: z.string() }))
same<typeof ofZod, Records<any, User>>(true)
const names = ofZod.map((user) => user.name)
same<ReturnType<typeof names.toArraySync>, string[]>(true)
const tags = compileSchema(z.array(z.string()))['~standard'].validate([])
if (tags.issues === undefined) same<typeof tags.value, string[]>(true)
mill((user: User) => user.id, { schema: Type.Object({ id: Type.Integer(), name: Type.String() }) })
