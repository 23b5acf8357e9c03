"""The methods the sandbox answers, one function each."""
