/** Other people's scripts call it here: docs/design.md, "Functions that others call". */
export { classifyDenial } from '../probe/denial';
