Console.WriteLine("weir-bench");
