// Evaluations per second of the reference implementation for each expression of a file; one JSON line each.
//
//   node reference.mjs expressions.json SECONDS
import { readFileSync } from 'node:fs';
import jsonata from 'jsonata';

const { states, expressions } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const seconds = Number(process.argv[3]);
for (const { name, text } of expressions) {
  const expression = jsonata(text);
  const run = async (time) => {
    const began = process.hrtime.bigint();
    for (let count = 0; ; ) {
      for (let i = 0; i < 100; ++i, ++count) await expression.evaluate(undefined, { states });
      const took = Number(process.hrtime.bigint() - began) / 1e9;
      if (took >= time) return count / took;
    }
  };
  await run(seconds / 4); // until it is compiled
  const result = await expression.evaluate(undefined, { states });
  console.log(JSON.stringify({ name, rate: await run(seconds), result: JSON.stringify(result) }));
}
