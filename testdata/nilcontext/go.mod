module example.com/nilcontext

go 1.26
