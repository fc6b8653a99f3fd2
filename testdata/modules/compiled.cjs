'use strict'
// What compilers make of a module: exports are getters, and a mark says where they come from.
Object.defineProperty(exports, '__esModule', { value: true })
exports.double = void 0
const double = (n) => n * 2
exports.double = double
Object.defineProperty(exports, 'triple', { enumerable: true, get: function () { return (n) => n * 3 } })
exports.default = (s) => `<${s}>`
