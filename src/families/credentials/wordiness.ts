/** Pairs of letters that English and the words of programs are made of; a random text holds few of them. */
const commonPairs = new Set(
  ('th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne ea ra ce li ch ll be ma si om ur ' +
    'ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so rs un lo wa ge ie wh ee wi em ad ol rt po we na ul ni ts mo ow pa im mi ai sh ir su id os iv ' +
    'ke ey sw wo rd ss pa to ok en se cr et us er na am my ab da ck lo gi ap pi up ag op sc ex mp pl bl cl fi ff ig if ib ob ub ue um ui va vi ty ry rl rm rk').split(' '),
);

/**
 * Share of adjacent letters that ordinary words are made of (0 to 1). Words and identifiers come to about 0.6 and more,
 * random letters to about 0.25. Values without two adjacent letters give 0.
 */
export function wordiness(value: string): number {
  const lower = value.toLowerCase();
  let pairs = 0;
  let common = 0;
  for (let i = 1; i < lower.length; i++) {
    const a = lower.charCodeAt(i - 1);
    const b = lower.charCodeAt(i);
    if (a < 97 || a > 122 || b < 97 || b > 122) continue;
    pairs++;
    if (commonPairs.has(lower.slice(i - 1, i + 1))) common++;
  }
  return pairs === 0 ? 0 : common / pairs;
}
