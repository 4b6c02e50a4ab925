import { testLiveEditRows } from './live-edit-rows.ts'

testLiveEditRows(100_000)
