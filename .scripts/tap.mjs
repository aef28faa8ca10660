// Plays a virtual gate: `npm run tap -- --gate laser --card anna`. Built-ins only.
import { connect } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const usage = `usage: npm run tap -- --gate <slug> --card <key>            tap a card
       npm run tap -- --gate <slug> --estop press|release   press or release the e-stop
       npm run tap -- --gate <slug> --cable out|in          pull or plug the network cable
       npm run tap -- --gate <slug> --power cut|on          cut or restore the gate's power
       npm run tap -- --gate <slug> --stick | --free        weld the relay, or free it
       npm run tap -- --list                                what there is
       --data-dir <dir>  where Brama runs (BRAMA_DATA_DIR, else .brama)`;

const replyWithinMs = 10_000;

class Failed extends Error {}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        gate: { type: 'string' },
        card: { type: 'string' },
        list: { type: 'boolean' },
        estop: { type: 'string' },
        cable: { type: 'string' },
        power: { type: 'string' },
        stick: { type: 'boolean' },
        free: { type: 'boolean' },
        'data-dir': { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    return values;
  } catch (error) {
    throw new Failed(`${error.message}\n${usage}`);
  }
}

function actionOf(given) {
  const words = { estop: ['press', 'release'], cable: ['out', 'in'], power: ['cut', 'on'] };
  const actions = [];
  for (const [name, takes] of Object.entries(words)) {
    if (given[name] === undefined) continue;
    if (!takes.includes(given[name])) throw new Failed(`--${name} takes ${takes.join(' or ')}.\n${usage}`);
    actions.push(`${name}-${given[name]}`);
  }
  if (given.stick) actions.push('relay-stick');
  if (given.free) actions.push('relay-free');
  return actions;
}

/** One request, one reply. */
function ask(path, request) {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    let text = '';
    const fail = (sentence) => {
      socket.destroy();
      reject(new Failed(sentence));
    };
    socket.setEncoding('utf8');
    socket.setTimeout(replyWithinMs, () => fail('The bridge does not answer: is it being stopped?'));
    socket.on('connect', () => socket.write(`${JSON.stringify({ id: 1, ...request })}\n`));
    socket.on('error', (error) => fail(noBridge(path, error)));
    socket.on('close', () => fail('The bridge hung up without an answer: is it being stopped?'));
    socket.on('data', (chunk) => {
      text += chunk;
      if (!text.includes('\n')) return;
      const reply = JSON.parse(text.slice(0, text.indexOf('\n')));
      if (!reply.ok) return fail(reply.error);
      socket.destroy();
      resolve(reply);
    });
  });
}

function noBridge(path, error) {
  if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') {
    return `No bridge listens on ${path}. Start Brama with "npm start", or name its data directory with --data-dir.`;
  }
  return `The bridge cannot be reached on ${path}: ${error.message}`;
}

function describe(gate) {
  const facts = [
    gate.powered ? (gate.connected ? 'connected' : 'not connected') : 'no power',
    `cable ${gate.cable}`,
    `relay ${gate.relay ? 'ON' : 'off'}${gate.stuck ? ' (stuck)' : ''}`,
    ...(gate.estop ? ['e-stop pressed'] : []),
  ];
  return `${gate.slug.padEnd(20)} ${facts.join(', ')}`;
}

async function list(path) {
  const { gates } = await ask(path, { do: 'gates' });
  const { cards } = await ask(path, { do: 'cards' });
  console.log(['Gates', ...gates.map((gate) => `  ${describe(gate)}`)].join('\n'));
  console.log(
    ['Cards', ...cards.map(({ key, memberName, note }) => `  ${key.padEnd(20)} ${memberName}: ${note.en}`)].join('\n'),
  );
  return 0;
}

async function tap(path, gate, card) {
  const { answer } = await ask(path, { do: 'tap', gate, card });
  if (answer === null) throw new Failed('No answer within 6 s: the gate has no contact with the service.');
  console.log(`${answer.light}  ${answer.text}  [${answer.code}]`);
  return answer.verdict === 'deny' ? 1 : 0;
}

async function main() {
  const given = readArguments();
  if (given.help) {
    console.log(usage);
    return 0;
  }
  const path = join(given['data-dir'] ?? (process.env.BRAMA_DATA_DIR || '.brama'), 'bridge.sock');
  if (given.list) return list(path);
  const actions = actionOf(given);
  if (given.gate === undefined || (given.card === undefined) === (actions.length === 0) || actions.length > 1) {
    throw new Failed(usage);
  }
  if (given.card !== undefined) return tap(path, given.gate, given.card);
  const { gate } = await ask(path, { do: 'gate', gate: given.gate, action: actions[0] });
  console.log(describe(gate));
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Failed ? error.message : error);
  process.exitCode = 2;
}
