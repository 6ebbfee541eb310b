/** The page of the relay itself: what it finds, its routes and its sinks. */
import '../color-scheme.js';
import { LanguageChoice } from '../language-choice.js';
import { nameChannel } from './channel-name.js';
import { PipelineTable } from './pipeline-table.js';
import { RelayFindings } from './relay-findings.js';
import { StreamState } from '../stream-state.js';

for (const element of [StreamState, LanguageChoice, RelayFindings, PipelineTable]) element.register();
nameChannel();
