import { testLiveEditRows } from './live-edit-rows.ts'

testLiveEditRows(5000)
