package questionnaire

import "memsure/internal/fact"

// Program is the handle of one compiled condition.
type Program struct{ start, end int32 }

// NoProgram stands for a condition that is not there.
var NoProgram = Program{}

// Exists tells whether there is a condition.
func (p Program) Exists() bool { return p.end > p.start }

// opcode says what one instruction does.
type opcode uint8

const (
	opAll opcode = iota
	opAny
	opNot
	opAnswered     // flag: the answer wanted
	opBoolean      // question = flag
	opOption       // question's choice = text
	opChosen       // text is among the question's choices
	opOneOf        // question's choice is in set
	opAnyOf        // any of the question's choices is in set
	opText         // question's text or date = text
	opNumberIs     // question = micro
	opAtLeast      // question ≥ micro
	opAtMost       // question ≤ micro
	opDiffers      // |question − fact| > micro; extra is the fact
	opFactBoolean  // the rest: the same tests on facts
	opFactText     // text and date facts
	opFactOneOf    // text facts
	opFactNumberIs // number and share facts
	opFactAtLeast
	opFactAtMost
)

func (op opcode) readsQuestion() bool { return op >= opAnswered && op <= opDiffers }

// instruction is one node of a condition in prefix order. A node's children
// follow it, up to end; a leaf ends right after itself.
type instruction struct {
	op    opcode
	flag  bool
	want  Type  // leaf on a question: the kind of value it reads
	index int32 // question or fact
	extra int32 // opDiffers: the fact
	end   int32
	micro int64
	text  string
	set   []string
}

// program compiles a condition that was checked before.
func (c *Compiled) program(cond *Condition) Program {
	if cond == nil {
		return NoProgram
	}
	start := int32(len(c.code))
	c.emit(cond)
	return Program{start, int32(len(c.code))}
}

// body gives the instructions of a program.
func (c *Compiled) body(p Program) []instruction { return c.code[p.start:p.end] }

func (c *Compiled) emit(cond *Condition) {
	at := len(c.code)
	switch {
	case cond.All != nil:
		c.emitGroup(opAll, cond.All)
	case cond.Any != nil:
		c.emitGroup(opAny, cond.Any)
	case cond.Not != nil:
		c.code = append(c.code, instruction{op: opNot})
		c.emit(cond.Not)
	case cond.Fact != "":
		c.code = append(c.code, c.factLeaf(cond))
	default:
		c.code = append(c.code, c.questionLeaf(cond))
	}
	c.code[at].end = int32(len(c.code))
}

func (c *Compiled) emitGroup(op opcode, children []Condition) {
	c.code = append(c.code, instruction{op: op})
	for i := range children {
		c.emit(&children[i])
	}
}

func (c *Compiled) questionLeaf(cond *Condition) instruction {
	q := c.index[cond.Question]
	kind := c.questions[q].Type
	leaf := instruction{index: int32(q), want: kind}
	switch {
	case cond.Answered != nil:
		leaf.op, leaf.flag = opAnswered, *cond.Answered
	case cond.Equals != nil:
		leaf.equals(kind, string(*cond.Equals))
	case cond.In != nil:
		leaf.op, leaf.set = opOneOf, cond.In
		if kind == TypeMultiChoice {
			leaf.op = opAnyOf
		}
	case cond.AtLeast != nil:
		leaf.op, leaf.micro = opAtLeast, cond.AtLeast.micro()
	case cond.AtMost != nil:
		leaf.op, leaf.micro = opAtMost, cond.AtMost.micro()
	default:
		leaf.op, leaf.micro, leaf.extra = opDiffers, cond.Differs.ByMore.micro(), c.fact(cond.Differs.Fact)
	}
	return leaf
}

func (in *instruction) equals(kind Type, literal string) {
	switch kind {
	case TypeBoolean:
		in.op, in.flag = opBoolean, literal == "true"
	case TypeSingleChoice:
		in.op, in.text = opOption, literal
	case TypeMultiChoice:
		in.op, in.text = opChosen, literal
	case TypeNumber, TypePercentage:
		in.op, in.micro = opNumberIs, Decimal(literal).micro()
	default:
		in.op, in.text = opText, literal
	}
}

func (c *Compiled) factLeaf(cond *Condition) instruction {
	leaf := instruction{index: c.fact(cond.Fact)}
	switch {
	case cond.In != nil:
		leaf.op, leaf.set = opFactOneOf, cond.In
	case cond.AtLeast != nil:
		leaf.op, leaf.micro = opFactAtLeast, cond.AtLeast.micro()
	case cond.AtMost != nil:
		leaf.op, leaf.micro = opFactAtMost, cond.AtMost.micro()
	default:
		leaf.factEquals(fact.Kinds[cond.Fact], string(*cond.Equals))
	}
	return leaf
}

func (in *instruction) factEquals(kind fact.Kind, literal string) {
	switch kind {
	case fact.Boolean:
		in.op, in.flag = opFactBoolean, literal == "true"
	case fact.Number, fact.Share:
		in.op, in.micro = opFactNumberIs, Decimal(literal).micro()
	default:
		in.op, in.text = opFactText, literal
	}
}
