export { type RiskFactor, type RiskInput, type RiskReason, type RiskScore, scoreRisk } from './score-risk.ts';
