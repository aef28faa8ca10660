// `npm start`: sets everything up and runs it in the foreground. Built-ins only.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { prepare } from './prepare.mjs';
import { root } from './run.mjs';

await prepare({ web: true });
const child = spawn(process.execPath, ['--enable-source-maps', join(root, 'dist/src/launch.js')], {
  stdio: 'inherit',
  cwd: root,
});
// A terminal's Ctrl-C reaches the launcher by itself; a signal to this process alone is passed on.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 0)));
