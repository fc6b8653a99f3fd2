// Writes testdata/validation anew: what ajv says about random schemas and records. Run it by hand: node __test__/support/schemas/derive.mjs
import { writeFileSync } from 'node:fs'
import { changeCases, violationCases } from './cases.mjs'

const SEED = 1
const COUNT = 100

const lines = (cases) => `[\n${cases.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`
const write = (name, cases) => writeFileSync(new URL(`../../../testdata/validation/${name}.json`, import.meta.url), lines(cases))

write('violations', violationCases(SEED, COUNT))
write('changes', changeCases(SEED, COUNT))
