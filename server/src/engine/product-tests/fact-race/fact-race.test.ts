import { testFactRace } from './test-fact-race.ts'

testFactRace(10)
