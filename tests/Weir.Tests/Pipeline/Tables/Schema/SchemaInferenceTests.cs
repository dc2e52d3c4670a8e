using System.Globalization;
using System.Text;
using Weir.Detection.Tables;
using Weir.Pipeline.Files;
using Weir.Pipeline.Tables.Reading;
using Weir.Pipeline.Tables.Schema;
using Weir.Tests.Support;
using Xunit;

namespace Weir.Tests.Pipeline.Tables.Schema;

public sealed class SchemaInferenceTests
{
    [Theory]
    [InlineData("phisingData.csv.gz", 30, 0, "-1", "1")]
    [InlineData("phisingData.port_no_variant.csv.gz", 30, 0, "-1", "1")]
    [InlineData("Phishing_Legitimate_full.csv.gz", 48, 1, "1", "0")]
    [InlineData("hannousse_dataset_phishing_87.csv.gz", 87, 1, "1", "0")]
    public void The_published_tables_are_understood(string name, int features, int ignored, string phishing, string benign)
    {
        var path = SomeTables.Published(name);
        Assert.SkipWhen(path is null, "The published tables are not beside the repository.");
        using var file = TableFile.Open(path!);
        var proposal = SchemaInference.Propose(TableProfile.Read(file, TestContext.Current.CancellationToken));
        Assert.Empty(proposal.Faults);
        Assert.Equal((features, ignored), (proposal.Schema!.Features.Count, proposal.Schema.Columns.Count(column => column.Kind == ColumnKind.Ignored)));
        Assert.Equal((phishing, benign), (Assert.Single(proposal.Schema.Target.Phishing), Assert.Single(proposal.Schema.Target.Benign)));
        Assert.Equal(proposal.Schema.Fingerprint, SchemaYaml.Read(proposal.Yaml!).Schema!.Fingerprint);
        Assert.Contains(proposal.Notes, note => note.Contains("is taken for phishing", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1,2,3,4", ColumnKind.Number)]
    [InlineData("-1,1,-1,1", ColumnKind.Flag)]
    [InlineData("1.0,0,1,0.0", ColumnKind.Flag)]
    [InlineData("yes,no,YES,no", ColumnKind.Category)]
    [InlineData("yes,no,yes,no", ColumnKind.Flag)]
    [InlineData("True,False,True,na", ColumnKind.Flag)]
    [InlineData("com,org,com,test", ColumnKind.Category)]
    [InlineData("na,,?,-", ColumnKind.Ignored)]
    [InlineData("1,2,x,4", ColumnKind.Category)]
    public void A_column_is_what_its_cells_are(string cells, ColumnKind kind)
    {
        var rows = cells.Split(',').Select((cell, i) => $"{cell},{i % 2}");
        var proposal = Propose("a,b,label\n" + string.Concat(rows.Select((row, i) => $"{row[..row.LastIndexOf(',')]},{7 * i * i},{i % 2}\n")));
        Assert.Empty(proposal.Faults);
        Assert.Equal(kind, proposal.Schema!.Columns[0].Kind);
    }

    [Fact]
    public void Long_columns_tell_more()
    {
        var text = new StringBuilder("id,url,host,note,day,mixed,big,n,label\n");
        for (var i = 0; i < 500; i++)
            text.Append(CultureInfo.InvariantCulture, $"{i + 1},http://a{i}.test/x,a{i}.example,words {i} of text,2024-01-{(i % 28) + 1:00}-{i},{(i == 7 ? "odd" : $"{i}.5")},9007199254740993{i * 7 % 1000:000},{i * i},{i % 2}\n");
        var proposal = Propose(text.ToString());
        Assert.Equal([ColumnKind.Ignored, ColumnKind.Ignored, ColumnKind.Ignored, ColumnKind.Text, ColumnKind.Text, ColumnKind.Number, ColumnKind.Number, ColumnKind.Number], proposal.Schema!.Columns.Select(column => column.Kind));
        Assert.Equal((0.0, 499.0 * 499), (proposal.Schema.Columns[7].Least, proposal.Schema.Columns[7].Most));
        foreach (var part in new[] { "numbers the rows", "holds addresses", "text of many values", "holds dates", "'odd' in line 9", "rounded" })
            Assert.Contains(proposal.Notes, note => note.Contains(part, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Result", "-1", "1", "-1")]
    [InlineData("label", "0", "1", "1")]
    [InlineData("CLASS_LABEL", "1.0", "0.0", "1.0")]
    [InlineData("is_phishing", "-1", "1", "1")]
    [InlineData("status", "legitimate", "phishing", "phishing")]
    [InlineData("type", "benign", "malicious", "malicious")]
    [InlineData("phishing", "yes", "no", "yes")]
    [InlineData("class", "Good", "other", "other")]
    public void The_value_that_means_phishing_is_found_by_its_meaning(string column, string one, string other, string phishing)
    {
        var proposal = Propose($"a,{column}\n1,{one}\n2,{other}\n3,{one}\n");
        Assert.Empty(proposal.Faults);
        Assert.Equal([phishing], proposal.Schema!.Target.Phishing);
        var turned = Propose($"a,{column}\n1,{one}\n2,{other}\n3,{one}\n", new ProposalChoice { Phishing = [phishing == one ? other : one] });
        Assert.Equal([phishing], turned.Schema!.Target.Benign);
    }

    [Fact]
    public void In_the_uci_columns_one_is_legitimate_however_minus_one_is_written()
    {
        var proposal = Propose("SSLfinal_State,URL_of_Anchor,Result\n1,1,1\n-1,0,0\n");
        Assert.Equal(["0"], proposal.Schema!.Target.Phishing);
    }

    [Theory]
    [InlineData("a,label\n", "a header and no rows")]
    [InlineData("a,label\n1,0\n2,0\n", "one class only ('0' 2x)")]
    [InlineData("a,label\n1,\n2,na\n", "one class only (no value at all)")]
    [InlineData("a,label\n1,0\n2,1\n3,2\n", "has 3 classes")]
    [InlineData("a,b\n1,0\n2,1\n3,0\n", "--target COLUMN. Columns with two values are b")]
    [InlineData("a,label\n1,3\n2,4\n", "--phishing VALUE")]
    [InlineData("a;b;label\n1,5;1;0\n2,5;2;1\n3,25;3;1\n", "numbers with a comma ('1,5' in line 2)")]
    [InlineData("a,label\n1,0,5\n2,1,5\n", "2 of the 2 rows of x.csv cannot be taken apart, the first in line 2: more cells than the header names; is the delimiter right (--delimiter)?")]
    [InlineData("label,status\n1,0\n0,1\n", null)]
    [InlineData("note,label\nsome words,0\nother words,1\n", null)]
    public void A_file_that_makes_no_detector_is_refused_in_a_sentence(string text, string? part)
    {
        var proposal = Propose(text);
        if (part is null) Assert.NotNull(proposal.Schema);
        else Assert.Contains(part, Assert.Single(proposal.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Three_classes_are_two_sides_when_they_are_named()
    {
        var proposal = Propose("a,label\n1,0\n2,1\n3,2\n", new ProposalChoice { Phishing = ["2"], Benign = ["0", "1"] });
        Assert.Equal(["0", "1"], proposal.Schema!.Target.Benign);
        Assert.Contains("no column 'nothere'", Propose("a,label\n1,0\n2,1\n", new ProposalChoice { Target = "nothere" }).Faults[0], StringComparison.Ordinal);
        Assert.Equal("a", Propose("a,label\n1,0\n0,1\n", new ProposalChoice { Target = "a" }).Schema!.Target.Column);
    }

    [Fact]
    public void Columns_that_tell_nothing_are_named_in_one_sentence()
    {
        var proposal = Propose("a,b,c,d,label\n1,,na,5,0\n2,?,,5,1\n");
        Assert.Contains("No row has a value in the columns b, c; proposed as ignored.", proposal.Notes);
        Assert.Contains("All rows have the same value in the column d, which tells nothing.", proposal.Notes);
    }

    [Fact]
    public void A_wide_table_is_profiled_in_bounded_memory()
    {
        var text = new StringBuilder(string.Join(',', Enumerable.Range(0, 9_999).Select(i => $"c{i}")) + ",label\n");
        for (var row = 0; row < 60; row++) text.Append(string.Join(',', Enumerable.Range(0, 9_999).Select(i => $"v{row}_{i}"))).Append(CultureInfo.InvariantCulture, $",{row % 2}\n");
        var proposal = Propose(text.ToString());
        Assert.Equal(10_000, proposal.Profile.Columns.Count);
        Assert.True(proposal.Profile.Columns[5].IsCrowded);
        Assert.Contains("No column of the schema is learned from", proposal.Faults[0], StringComparison.Ordinal);
    }

    private static SchemaProposal Propose(string text, ProposalChoice? choice = null)
    {
        using var file = TableFile.From(InputFile.From(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x.csv"));
        return SchemaInference.Propose(TableProfile.Read(file, TestContext.Current.CancellationToken), choice);
    }
}
