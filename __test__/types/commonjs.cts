// The CommonJS entry has the same types.
import jsonmill = require('jsonmill')

const fast: jsonmill.Mill<{ a: number }, number> = jsonmill.mill((doc: { a: number }) => doc.a)
const lines: jsonmill.Records<any, string> = jsonmill.records({ output: 'lines' }).map((u) => `User: ${u.name}`)
const options: jsonmill.RecordsOptions = { input: 'ndjson', output: 'json', space: '\t' }
const known: boolean = jsonmill.isJsonMillError(new Error())
