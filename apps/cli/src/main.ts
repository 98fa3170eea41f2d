import process from 'node:process';
import { runCommandLine } from './command-line.ts';
import { commands } from './commands.generated.ts';
import { readConfig } from './config.ts';
import { createTerminal } from './terminal.ts';

process.exitCode = await runCommandLine(commands, process.argv.slice(2), createTerminal(readConfig()));
