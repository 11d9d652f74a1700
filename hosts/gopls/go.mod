module github.com/wsinitlint/wsinitlint/hosts/gopls

go 1.26.0
