import { testAnyJourney } from './test-any-journey.ts'

testAnyJourney(12)
